// The account page: a new password ends all sessions, this one too.

import {call} from '../system/api.js';
import {onSubmit} from '../system/forms.js';

onSubmit(document.querySelector('[data-password]'), async ({currentPassword, newPassword}) => {
  await call('POST', '/session/password', {currentPassword, newPassword});
  location.assign('/login');
});
