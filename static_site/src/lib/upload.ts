import { ApiError } from '../api/problem';

/** PUTs a file to a signed link; unlike fetch, a request of the old kind tells how far it has come. */
export function upload(
  url: string,
  file: Blob,
  signal: AbortSignal,
  onprogress: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = ({ loaded }) => onprogress(loaded);
    request.onload = () => {
      if (request.status === 200) resolve();
      else reject(new ApiError(request.status));
    };
    request.onerror = () => reject(new ApiError(0));
    request.onabort = () => reject(signal.reason);
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('PUT', url);
    request.send(file);
  });
}
