/*! cognito-auth 0.1.0 | Apache-2.0 */
"use strict";const e=require("js-cookie");exports.cookies=e;
//# sourceMappingURL=cookies.cjs.map
