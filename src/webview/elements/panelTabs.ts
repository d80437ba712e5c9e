/** `<panel-tabs>`: the tabs of a half. If there is little room, they wrap, and what stands beside them stays in sight. */
import { VscodeTabs } from '@vscode-elements/elements/dist/vscode-tabs/index.js';
import { css } from 'lit';

/** VS Code's tabs, whose row no style of the page reaches. */
class PanelTabs extends VscodeTabs {
  static override readonly styles = [
    VscodeTabs.styles,
    css`
      .tablist {
        flex: 1 1 0;
        flex-wrap: wrap;
        min-width: 0;
      }

      slot[name='addons'] {
        flex: none;
      }
    `,
  ];
}

customElements.define('panel-tabs', PanelTabs);
