/*
 * The settings of both sample pages. Out of the box they belong to the local user pool that `npm start` runs.
 *
 * To use a user pool of your own, change the five values below and nothing else.
 */
window.sampleConfig = {
  // 1. Cognito console > User pools > your pool > Overview > "User pool ID", such as 'eu-central-1_AbCdEfGhI'.
  UserPoolId: 'local_DemoPool',

  // 2. Your pool > App clients > your app client > "Client ID".
  //    It must be an app client without a secret: whatever is in a page, everybody can read.
  ClientId: '1localdemoclient23456789ab',

  // 3. Your pool > Branding > Domain, such as 'my-app.auth.eu-central-1.amazoncognito.com' or a domain of your own.
  //    Put that string in place of all three lines. They find the local user pool: on your own computer it has a
  //    port to itself, and behind a tunnel such as ngrok it shares the address of the page.
  AppWebDomain: /^(localhost|127\.0\.0\.1)$/.test(location.hostname)
    ? 'http://localhost:9230'
    : location.origin,

  // 4. and 5. Where Cognito sends people after they signed in, and after they signed out: here, the page they came
  //    from, such as 'https://example.com/' or 'https://example.com/spa.html'.
  //    Each such address has to be listed, to the letter, at your app client > Login pages > Edit, under
  //    "Allowed callback URLs" and "Allowed sign-out URLs". A slash more or less is another address.
  RedirectUriSignIn: location.origin + location.pathname,
  RedirectUriSignOut: location.origin + location.pathname,
}

// Nothing to change from here on. The issuer is the name that a user pool writes into its tokens. The library works
// out that of a pool at AWS from UserPoolId; only that of the local user pool has to be said.
window.sampleConfig.Issuer = /^local_/.test(window.sampleConfig.UserPoolId)
  ? window.sampleConfig.AppWebDomain + '/' + window.sampleConfig.UserPoolId
  : undefined
