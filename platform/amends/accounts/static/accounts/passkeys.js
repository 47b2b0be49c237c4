// Asks the browser for a passkey, and sends what it says in the form's hidden field. Forms show themselves only here.

const decode = (text) => {
  const binary = atob(text.replace(/-/g, '+').replace(/_/g, '/'))
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}

const encode = (buffer) => {
  const binary = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join('')
  return btoa(binary).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

const withDecodedIds = (list) => (list || []).map((each) => ({ ...each, id: decode(each.id) }))

function prepare ({ publicKey }) {
  const options = { ...publicKey, challenge: decode(publicKey.challenge) }
  if (publicKey.user) options.user = { ...publicKey.user, id: decode(publicKey.user.id) }
  if (publicKey.excludeCredentials) options.excludeCredentials = withDecodedIds(publicKey.excludeCredentials)
  if (publicKey.allowCredentials) options.allowCredentials = withDecodedIds(publicKey.allowCredentials)
  return { publicKey: options }
}

function describe (credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = encode(credential.response[name])
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: encode(credential.rawId),
    response,
    clientExtensionResults: credential.getClientExtensionResults()
  }
}

async function question (form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options)
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error('There is no question to answer.')
  return (await answer.json()).request_options
}

async function answer (form) {
  const options = prepare(await question(form))
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create(options)
    : await navigator.credentials.get(options)
  form.elements.credential.value = JSON.stringify(describe(credential))
  form.submit()
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const trouble = form.querySelector('[data-passkey-trouble]')
    form.hidden = false
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      trouble.hidden = true
      answer(form).catch(() => { trouble.hidden = false })
    })
  }
}
