// jsdom lays nothing out, so there is nowhere to scroll to and no method for it. Screens call it at any time, also after a test has ended.
if ('Element' in globalThis) Element.prototype.scrollIntoView = () => {}
