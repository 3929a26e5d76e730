/** Says the newest words after a pause, and at most once in `pause` milliseconds. */
export function announcer(say: (words: string) => void, pause = 1000): (words: string) => void {
  let waiting: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (words) => {
    waiting = words;
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (waiting !== undefined) say(waiting);
      waiting = undefined;
    }, pause);
  };
}
