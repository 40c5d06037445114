/*! cognito-auth 0.1.0 | Apache-2.0 */
import o from"js-cookie";const r=o;export{r as cookies};
//# sourceMappingURL=cookies.js.map
