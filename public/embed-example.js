// How a page shows Richscope inside it and drives it. The messages are described in docs/embed.md.
const frame = document.getElementById('richscope');
const answer = document.getElementById('answer');

// Where Richscope lies. On a page of your own, write its address here instead.
const address = new URL('./index.html', location.href);
address.searchParams.set('embed', '1');
// Only messages of this origin are followed: that of the page which holds the iframe.
address.searchParams.set('origin', location.origin);
frame.src = address.href;

let lastId = 0;
const waiting = new Map();

/** Makes a call of window.richscope. Resolves with its result, and rejects with a sentence where it was refused. */
function call(name, ...args) {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    frame.contentWindow.postMessage({ richscope: 1, id, call: name, args }, address.origin);
  });
}

addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== address.origin || data?.richscope !== 1) return;
  if (data.event === 'height') frame.style.height = `${data.height}px`;
  const asked = waiting.get(data.id);
  waiting.delete(data.id);
  if (data.ok) asked?.resolve(data.result);
  else asked?.reject(new Error(data.error));
});

for (const button of document.querySelectorAll('[data-call]'))
  button.addEventListener('click', async () => {
    const { call: name, argument } = button.dataset;
    const args = argument === undefined ? [] : [name === 'step' ? Number(argument) : argument];
    try {
      answer.value = `${name}: ${JSON.stringify(await call(name, ...args), null, 1)}`;
    } catch (error) {
      answer.value = `${name}: ${error.message}`;
    }
  });
