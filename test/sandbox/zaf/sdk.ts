/** The unmodified SDK of the npm package as the page's global, as Zendesk's own script sets it. Built into `zaf_sdk.js`. */
import ZAFClient from 'zendesk_app_framework_sdk';

Object.assign(window, { ZAFClient });
