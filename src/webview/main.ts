/** The start of the panel's page. */
import './elements/grpcPanel.ts';
