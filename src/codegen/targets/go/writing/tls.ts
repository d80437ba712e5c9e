/** Writes the TLS code for the server and the client. They are separate programs, so each gets a copy. */
import type { GoFile } from './writer.ts';

/** Writes the function `certPool`. */
export function writeCertPool(file: GoFile): void {
  const x509 = (name: string): string => file.use('crypto/x509', name);
  file.line();
  file.code(`
    // certPool reads the certificates of a PEM file.
    func certPool(file string) (*${x509('CertPool')}, error) {
      pem, err := ${file.use('os', 'ReadFile')}(file)
      if err != nil {
        return nil, err
      }
      pool := ${x509('NewCertPool')}()
      if !pool.AppendCertsFromPEM(pem) {
        return nil, ${file.use('fmt', 'Errorf')}("%s holds no certificate in PEM form", file)
      }
      return pool, nil
    }`);
}
