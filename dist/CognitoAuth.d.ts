export { CognitoAuth, CognitoAuth as default } from './index.js';
