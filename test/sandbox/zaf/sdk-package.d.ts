/** The npm package brings no types; only its `init` is used, and the app has types of its own for it. */
declare module 'zendesk_app_framework_sdk' {
  const ZAFClient: { init(): unknown };
  export default ZAFClient;
}
