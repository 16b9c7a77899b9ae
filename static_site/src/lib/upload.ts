import { ApiError } from '../api/problem';

/** Uploads a file to a signed link, with XMLHttpRequest because fetch does not report progress. */
export function uploadFile(
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
