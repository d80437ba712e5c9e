/** Every word that the panel's page shows. The extension fills them in, in the person's language; `{0}` stands for a value. */

export const PANEL_STRING_NAMES = [
  'unary', 'serverStreaming', 'clientStreaming', 'bidiStreaming',
  'goToDefinition',
  'target', 'targetPlaceholder', 'targetToggle', 'startLocalServer', 'startLocalServerDetail', 'localServer',
  'targetMissing', 'targetNeedsPort', 'targetBadPort', 'targetHasSpace',
  'security', 'plaintext', 'tls',
  'send', 'sendKey', 'sendKeyMac', 'cancel', 'cancelKey',
  'request', 'response', 'resize',
  'body', 'bodyLabel', 'messageTab', 'addMessage', 'removeMessage', 'messagesHint', 'restoreExample', 'moreProblems',
  'metadata', 'metadataKey', 'metadataValue', 'metadataEnabled', 'removeMetadata', 'metadataHint',
  'metadataBadKey', 'metadataReserved', 'metadataBadBinary', 'metadataBadValue', 'metadataNoKey',
  'options', 'deadline', 'deadlinePlaceholder', 'deadlineHint', 'deadlineBad',
  'reply', 'replyLabel', 'headers', 'trailers', 'name', 'value', 'noHeadersYet', 'noHeaders', 'noTrailersYet', 'noTrailers',
  'timeline', 'timelineStarted', 'timelineHeaders', 'timelineSent', 'timelineReceived', 'timelineEnded',
  'empty', 'emptyStream', 'waiting', 'waitingFirst', 'startingServer', 'cancelling', 'noMessages',
  'copyReply', 'copyMessages', 'copied', 'saveReply', 'saveMessages', 'closeMessage',
  'log', 'sent', 'received', 'messageCount', 'messagesDropped', 'newMessages', 'messageLabel',
  'notSent', 'showInBody',
  'history', 'restore', 'clearHistory',
  'loading', 'schemaStale', 'schemaMissing',
  'announceOk', 'announceStatus', 'announceStream', 'announceNotSent',
] as const;

export type PanelStrings = Readonly<Record<(typeof PANEL_STRING_NAMES)[number], string>>;
