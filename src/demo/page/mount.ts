import { safeAddress, type Tree } from './tree.ts'

/** Makes DOM of a tree. Text only ever becomes a text node, and only harmless attributes are set. */
export function mount(tree: Tree): Node {
  if (typeof tree === 'string') return document.createTextNode(tree)
  const node = document.createElement(tree.tag)
  for (const [name, value] of Object.entries(tree.attributes)) {
    if (name.startsWith('on') || name === 'style') continue
    if (name === 'href' && safeAddress(value) === null) continue
    node.setAttribute(name, value)
  }
  for (const child of tree.children) node.append(mount(child))
  return node
}
