'use strict';

Object.defineProperty(exports, '__esModule', { value: true });

var index_js = require('./index.cjs');



Object.defineProperty(exports, "CognitoAuth", {
	enumerable: true,
	get: function () { return index_js.CognitoAuth; }
});
Object.defineProperty(exports, "default", {
	enumerable: true,
	get: function () { return index_js.CognitoAuth; }
});
