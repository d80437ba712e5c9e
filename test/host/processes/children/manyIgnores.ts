/** Scans a folder and prints how many protos were found. */
import { toFilePath } from '../../../../src/host/files/files.ts';
import { scanFolder } from '../../../../src/host/files/scan.ts';

const [folder = ''] = process.argv.slice(2);

void scanFolder(toFilePath(folder), { exclude: [] }).then(({ protoFiles }) => {
  process.stdout.write(String(protoFiles.length));
});
