/*
 * The local user pool that `npm start` runs. Change it and start again.
 *
 * A page of your own is refused with redirect_mismatch until its address stands here, to the letter: add it to the
 * app client of the sample, or add an app client of your own. `npm start -- --callback-url <url>` does the first for
 * one run.
 *
 * @type {import('./user-pool/src/index.ts').ConfigFile}
 */
const config = {
  pools: [
    {
      poolId: 'local_DemoPool',
      clients: [
        {
          // The one that config.js names.
          clientId: '1localdemoclient23456789ab',
          callbackUrls: ['http://localhost:3000/', 'http://localhost:3000/spa.html'],
          logoutUrls: ['http://localhost:3000/', 'http://localhost:3000/spa.html'],
          allowedOAuthFlows: ['code', 'implicit'],
          allowedOAuthScopes: ['openid', 'email', 'profile', 'aws.cognito.signin.user.admin'],
        },
        // {
        //   clientId: 'mine',
        //   callbackUrls: ['http://localhost:5173/'],
        //   logoutUrls: ['http://localhost:5173/'],
        // },
      ],
      groups: [{ name: 'gardeners' }],
      users: [
        // { username: 'jane', email: 'jane@example.com', password: 'Secret-123', groups: ['gardeners'] },
      ],
      demoUser: { username: 'demo', password: 'Demo-1234' },
    },
  ],
}

export default config
