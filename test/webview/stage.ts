/**
 * The panel in a browser without VS Code: the real page with its real content policy on one side, the real session of
 * the extension on the other, and between them a stand-in for the webview's channel.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { PanelMemory, type Secrets, type Storage } from '../../src/extension/panel/memory.ts';
import { panelHtml } from '../../src/extension/panel/panelHtml.ts';
import { panelStrings } from '../../src/extension/panel/panelStrings.ts';
import { PanelSession } from '../../src/extension/panel/session.ts';
import type { ToPanel } from '../../src/contract/panel/messages.ts';
import { bundle, copyAssets } from '../../scripts/lib/bundles.mjs';
import { FakeServices } from '../extension/panel/fakeServices.ts';
import { THEMES, type ThemeName } from './themes.ts';

const root = join(import.meta.dirname, '..', '..');
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css', '.ttf': 'font/ttf' };

/** A short form of the API that VS Code's own script gives a page; bytes are sent as base64. */
const WEBVIEW_API = `
  window.violations = [];
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + (event.composedPath()[0]?.outerHTML ?? '').slice(0, 200)));
  const theme = JSON.parse(document.querySelector('meta[name=theme]').content);
  for (const [name, value] of Object.entries(theme)) document.documentElement.style.setProperty('--vscode-' + name, value);
  window.toPanel = (message, bytes) => {
    if (bytes !== undefined) message.set = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
    postMessage(message);
  };
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => void fromPanel(JSON.stringify(message)),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
`;

export interface PanelOptions {
  readonly method?: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** The zoom factor: 2 is 200% zoom. */
  readonly zoom?: number;
  readonly services?: FakeServices;
  readonly storage?: Map<string, unknown>;
  /** Until then, the extension hears nothing of the page. */
  readonly hears?: Promise<void>;
}

export class PanelStage {
  readonly #browser: Browser;
  readonly #server: Server;
  /** Each stage has its own folder, so that runs do not interfere. */
  readonly #dist: string;
  readonly #origin: string;

  private constructor(browser: Browser, server: Server, dist: string) {
    this.#browser = browser;
    this.#server = server;
    this.#dist = dist;
    this.#origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(browser: Browser): Promise<PanelStage> {
    const dist = await mkdtemp(join(tmpdir(), 'grpc-workbench-panel-'));
    await copyAssets(dist);
    await bundle(['webview'], dist, { dev: true });
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      answer(url, dist).then(
        ({ type, content }) => response.writeHead(200, { 'content-type': type }).end(content),
        () => response.writeHead(404).end(),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PanelStage(browser, server, dist);
  }

  async panel(options: PanelOptions = {}): Promise<StagedPanel> {
    const context = await this.#browser.newContext({
      viewport: { width: options.width ?? 1000, height: options.height ?? 700 },
      deviceScaleFactor: options.zoom ?? 1,
    });
    const page = await context.newPage();
    const staged = new StagedPanel(page, options);
    await page.exposeFunction('fromPanel', (message: string) => staged.applyMessage(message));
    await page.goto(`${this.#origin}/?theme=${options.theme ?? 'dark'}`);
    return staged;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    await rm(this.#dist, { recursive: true, force: true });
  }
}

async function answer(url: URL, dist: string): Promise<{ type: string; content: string | Buffer }> {
  if (url.pathname === '/') return { type: 'text/html', content: html(url.searchParams.get('theme') as ThemeName) };
  if (url.pathname === '/api.js') return { type: 'text/javascript', content: WEBVIEW_API };
  const folder = url.pathname.startsWith('/media/') ? root : dist;
  return {
    type: TYPES[extname(url.pathname)] ?? 'application/octet-stream',
    content: await readFile(join(folder, ...url.pathname.split('/'))),
  };
}

const NONCE = 'bm9uY2Ugb2YgdGhlIHRlc3Rz';

function html(theme: ThemeName): string {
  const page = panelHtml({
    // As in VS Code, the source names the place that the files come from, not the page's own.
    cspSource: "'self'",
    nonce: NONCE,
    language: 'en',
    title: 'Panel',
    scriptUri: '/webview.js',
    styleUri: '/media/panel.css',
    codiconsUri: '/codicons/codicon.css',
  });
  const variables = { ...FONTS, ...THEMES[theme] };
  const classed = page.replace('<body>', `<body class="${BODY_CLASSES[theme]}">`);
  return classed.replace(
    '</head>',
    `<meta name="theme" content="${JSON.stringify(variables).replaceAll('"', '&quot;')}"><script nonce="${NONCE}" src="/api.js"></script></head>`,
  );
}

/** The classes that VS Code gives the body. */
const BODY_CLASSES: Readonly<Record<ThemeName, string>> = {
  dark: 'vscode-dark',
  light: 'vscode-light',
  hcDark: 'vscode-high-contrast',
  hcLight: 'vscode-high-contrast-light vscode-high-contrast',
};

const FONTS = {
  'font-family': 'system-ui, "DejaVu Sans", sans-serif',
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': '"DejaVu Sans Mono", monospace',
  'editor-font-size': '13px',
  'editor-font-weight': 'normal',
};

export class StagedPanel {
  readonly page: Page;
  readonly services: FakeServices;
  readonly storage: Map<string, unknown>;
  readonly copied: string[] = [];
  readonly saved: { readonly name: string; readonly text: string }[] = [];
  readonly warnings: string[] = [];
  readonly #method: string;
  readonly #hears: Promise<void> | undefined;
  #session: PanelSession;

  constructor(page: Page, options: PanelOptions) {
    this.page = page;
    this.services = options.services ?? new FakeServices();
    this.storage = options.storage ?? new Map<string, unknown>();
    this.#hears = options.hears;
    this.#method = options.method ?? 'greeter.v1.Greeter/SayHello';
    this.#session = this.#open();
  }

  async applyMessage(message: string): Promise<void> {
    await this.#hears;
    await this.#session.receive(JSON.parse(message));
  }

  /** Removes and restores the page while the extension keeps running, as VS Code does with a hidden tab. */
  async hideAndShow(): Promise<void> {
    await this.page.reload();
  }

  /** Starts the whole window again, with only the stored state. */
  async reloadWindow(): Promise<void> {
    this.#session.dispose();
    this.#session = this.#open();
    await this.page.reload();
  }

  /** Opens the panel once more, as a user would. */
  openAgain(): void {
    this.#session.focusBody();
  }

  async violations(): Promise<readonly string[]> {
    return this.page.evaluate<readonly string[]>('violations');
  }

  async close(): Promise<void> {
    this.#session.dispose();
    await this.page.context().close();
  }

  #open(): PanelSession {
    const storage: Storage = {
      get: (key) => this.storage.get(key),
      update: (key, value) => {
        // The stored value is a copy, as in a Memento.
        this.storage.set(key, structuredClone(value));
        return Promise.resolve();
      },
    };
    return new PanelSession(
      { method: this.#method },
      {
        services: this.services,
        memory: new PanelMemory(storage, this.#secrets(), (line) => void this.warnings.push(line)),
        strings: panelStrings({ t: (message: unknown) => String(message) }),
        post: (message) => this.#post(message),
        copy: (text) => Promise.resolve(void this.copied.push(text)),
        saveFile: (name, text) => Promise.resolve(void this.saved.push({ name, text })),
        answered: () => undefined,
        warn: (message) => void this.warnings.push(message),
      },
    );
  }

  /** The secrets are kept with the storage, so that a panel that is opened again finds them. */
  #secrets(): Secrets {
    return {
      get: (key) => Promise.resolve(this.storage.get(`secret ${key}`) as string | undefined),
      store: (key, value) => Promise.resolve(void this.storage.set(`secret ${key}`, value)),
    };
  }

  async #post(message: ToPanel): Promise<void> {
    const bytes = message.kind === 'schema' ? Buffer.from(message.set).toString('base64') : undefined;
    const plain = message.kind === 'schema' ? { ...message, set: null } : message;
    try {
      await this.page.evaluate(`toPanel(${JSON.stringify(plain)}, ${JSON.stringify(bytes)})`);
    } catch {
      // The page is being loaded or closed: VS Code drops such messages too.
    }
  }
}
