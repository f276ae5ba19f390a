// The live page: asks the sandbox once a second what there is, and shows it as text, never as HTML.
const intervalMs = 1000
const state = document.getElementById('state')
const pause = document.getElementById('pause')
const shown = new Map()
let isPaused = false

const timeOf = (ms) => new Date(ms).toISOString().slice(11, 23)
const dayAndTimeOf = (ms) => new Date(ms).toISOString().slice(0, 19).replace('T', ' ')

function element(name, text, className = '') {
  const made = document.createElement(name)
  made.textContent = text
  if (className !== '') made.className = className
  return made
}

/** Laid out as a grid, where there is little room, it is still a cell to a screen reader. */
function cell(text, className) {
  const made = element('td', text, className)
  made.setAttribute('role', 'cell')
  if (className === 'long') made.title = text
  return made
}

function row(cells) {
  const made = document.createElement('tr')
  made.setAttribute('role', 'row')
  made.append(...cells.map(([text, className]) => cell(text, className)))
  return made
}

/** Leaves alone what has not changed, so that a selection or a place in the list is kept. */
function show(id, items, make) {
  const text = JSON.stringify(items)
  if (shown.get(id) === text) return
  shown.set(id, text)
  document.getElementById(id).replaceChildren(...items.map(make))
  const empty = document.getElementById(`${id}-empty`)
  if (empty !== null) empty.hidden = items.length > 0
}

function requestRow({ receivedAt, status, method, path, operationName, userAgent }) {
  return row([
    [timeOf(receivedAt)],
    [String(status), status < 400 ? 'good' : 'bad'],
    [method],
    [path, 'long'],
    [operationName ?? '–', 'long'],
    [userAgent ?? 'none', 'long'],
  ])
}

function tokenRow({ masked, clientId, status, issuedAt, expiresAt }) {
  return row([
    [masked],
    [clientId],
    [status, status === 'valid' ? 'good' : 'bad'],
    [dayAndTimeOf(issuedAt)],
    [dayAndTimeOf(expiresAt)],
  ])
}

function countOf([kind, count]) {
  const made = document.createElement('div')
  made.append(element('dt', kind), element('dd', String(count)))
  return made
}

const faultItem = ({ label, left }) =>
  element('li', `${label}: ${left} ${left === 1 ? 'request' : 'requests'} left`)

function say(text) {
  // Screen readers speak up only when the text is another one.
  if (state.textContent !== text) state.textContent = text
}

async function refresh() {
  if (isPaused || document.hidden) return
  try {
    const response = await fetch('/_sandbox/live.json')
    const { counts, requests, tokens, faults } = await response.json()
    show('counts', Object.entries(counts), countOf)
    show('requests', requests, requestRow)
    show('tokens', tokens, tokenRow)
    show('faults', faults, faultItem)
    say('Live. Times are UTC, on the sandbox’s clock.')
  } catch {
    say('The sandbox does not answer: it may have been closed.')
  }
}

pause.addEventListener('click', () => {
  isPaused = !isPaused
  pause.setAttribute('aria-pressed', String(isPaused))
  say(isPaused ? 'Paused.' : 'Live again…')
})
document.addEventListener('visibilitychange', refresh)
setInterval(refresh, intervalMs)
void refresh()
