// Files of the API: fetched with the media type that the link cannot ask for, then handed to the browser.

import {Refusal} from './api.js';
import {toast} from './toast.js';

/**
 * @param path   of the API
 * @param type   media type
 * @param name   of the file
 * @param button shows that the file is on its way
 */
export async function download(path, type, name, button) {
  button?.setAttribute('aria-busy', 'true');
  try {
    const response = await fetch(path, {headers: {Accept: type}});
    if (!response.ok) {
      throw new Refusal(response.status, (response.headers.get('Content-Type') ?? '').includes('json') ? await response.json() : {});
    }
    const url = URL.createObjectURL(await response.blob());
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
  } catch (failure) {
    toast(failure.message, {kind: 'danger'});
  }
  button?.removeAttribute('aria-busy');
}
