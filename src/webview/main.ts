/** The script that starts the panel's page. */
import './elements/grpcPanel.ts';
