/** Makes an element; text goes in as text, never as markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Changes a text only if it differs, so that nothing is laid out or read aloud in vain. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function mark(element, name, value) {
  if (element.getAttribute(name) !== String(value)) {
    element.setAttribute(name, value);
  }
}

export function show(element, isShown) {
  if (element.hidden === isShown) {
    element.hidden = !isShown;
  }
}

/** Disabled in words only: a button that is really disabled loses the focus of whoever has just pressed it. */
export function enable(button, isEnabled) {
  mark(button, 'aria-disabled', !isEnabled);
}

/** Runs the work on a click, once at a time. */
export function whileBusy(button, work) {
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy') === 'true' || button.getAttribute('aria-disabled') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    await work();
    button.removeAttribute('aria-busy');
  });
}

export function millis(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  if (value >= 10000) {
    return `${(value / 1000).toFixed(0)} s`;
  }
  return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(1)} ms`;
}

export function nanos(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  return value < 1000 ? `${value} ns` : value < 1000000 ? `${(value / 1000).toFixed(1)} µs` : millis(value / 1000000);
}

export function count(value) {
  return value === null || value === undefined ? '–' : value.toLocaleString('en');
}

/** Sends a click to the page's own node; a foreign page cannot send this header. */
export async function act(action, body = {}) {
  try {
    const answer = await fetch(`page/actions/${action}`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', 'X-Sample-Page': '1'},
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch (failure) {
    return {isDone: false, message: 'The page\'s own node does not answer.'};
  }
}
