// A frame does not grow with what is in it. The letter itself may run nothing, so its height is taken from here.
const frame = document.querySelector('iframe');
const fit = () => {
  const { offsetHeight } = frame.contentDocument.documentElement;
  frame.style.height = `${offsetHeight + frame.offsetHeight - frame.clientHeight}px`;
};

const watch = () => new ResizeObserver(fit).observe(frame.contentDocument.documentElement);
frame.addEventListener('load', watch);
if (frame.contentDocument?.readyState === 'complete') watch();
