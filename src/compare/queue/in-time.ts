/** What a promise gives. @throws an error with these words, if it takes longer than some milliseconds. */
export async function inTime<T>(promise: Promise<T>, milliseconds: number, otherwise: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), milliseconds);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
