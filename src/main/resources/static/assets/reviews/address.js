// The filters of the inbox and the open application, kept in the address.

import {address} from '../system/address.js';

export const {read, query, href, write} = address({tab: 'all', q: '', programInstanceId: '', sort: 'age', flag: '', open: ''});
