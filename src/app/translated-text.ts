/** What translators put texts into; nothing of ours is such an element. */
const isWords = (node: Node | null | undefined) => node?.nodeName === 'FONT'

/**
 * Page translators put elements of their own where texts were. React still holds the texts: taking one out, or putting something before it,
 * then throws and takes the page with it (https://github.com/facebook/react/issues/11538), and a changed text changes nothing that is seen.
 * No component can know that its text is gone, so it is mended once, where the page changes: what stands in place of a text is taken for that
 * text, and a text that changes or moves comes back itself, for the translator to see.
 */
export function surviveTranslators(root: Node) {
  // oxlint-disable-next-line typescript/unbound-method -- called on the node that they were called on
  const { insertBefore, removeChild } = Node.prototype
  const nodeValue = Object.getOwnPropertyDescriptor(Node.prototype, 'nodeValue')! // part of every DOM
  /** What was put where a text was, or where such an element was. */
  const standIns = new WeakMap<Node, Node>()

  new MutationObserver((records) => {
    for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records) {
      if (removedNodes.length === 0) continue
      const standIn = [addedNodes[0], previousSibling, nextSibling].find(isWords)
      if (!standIn) continue
      for (const node of removedNodes) {
        if ((node instanceof Text || isWords(node)) && !standIn.contains(node)) standIns.set(node, standIn)
      }
    }
  }).observe(root, { childList: true, subtree: true })

  /** This node, or the nearest of a translator's that holds it or stands in for it, of which that is true. */
  const inPlaceOf = (node: Node | null, isThere: (at: Node) => boolean): Node | null => {
    let at = node
    while (at && !isThere(at)) at = (isWords(at.parentNode) ? at.parentNode : standIns.get(at)) ?? null
    return at
  }

  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child): Child {
    const there = inPlaceOf(child, (at) => at.parentNode === this)
    if (there) removeChild.call(this, there) // what is gone need not be taken out
    return child
  }
  Node.prototype.insertBefore = function <Child extends Node>(this: Node, child: Child, before: Node | null): Child {
    const isHere = (at: Node) => at.parentNode === this
    const place = inPlaceOf(before, isHere)
    const left = inPlaceOf(child, isHere)
    if (left && left !== child && left !== place) removeChild.call(this, left)
    return insertBefore.call(this, child, place) as Child
  }
  Node.prototype.appendChild = function <Child extends Node>(this: Node, child: Child): Child {
    return this.insertBefore(child, null)
  }
  Object.defineProperty(Node.prototype, 'nodeValue', {
    ...nodeValue,
    set(this: Node, value: string) {
      nodeValue.set!.call(this, value)
      const there = inPlaceOf(this, (at) => at.isConnected)
      if (there !== this) there?.parentNode?.replaceChild(this, there)
    },
  })
}
