/** Where the panel's page starts. */
import './elements/grpcPanel.ts';
