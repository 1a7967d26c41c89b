/** Only what a browser may open; anything else the server names is shown as text. */
export const isWebAddress = (text: string) => URL.canParse(text) && ['https:', 'http:'].includes(new URL(text).protocol)
