import type { AccessFiles } from './access.ts';

/** The server's settings, as words of its command line: those win over whatever the data folder says. */
export function settings(socketFolder: string, { hba, ident }: AccessFiles): readonly string[] {
  return Object.entries({
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    port: '5432',
    hba_file: hba,
    ident_file: ident,

    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',

    shared_buffers: '32MB',
    max_connections: '60',
    timezone: 'UTC',

    // A file for each day of the week, begun anew after a week.
    logging_collector: 'on',
    log_directory: 'log',
    log_filename: 'postgres-%a.log',
    log_rotation_age: '1d',
    log_rotation_size: '0',
    log_truncate_on_rotation: 'on',
    log_timezone: 'UTC',
    log_checkpoints: 'off',

    // No statement, no parameter and no row gets into the log: they can hold hashes of passwords.
    log_statement: 'none',
    log_min_duration_statement: '-1',
    log_min_error_statement: 'panic',
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    log_error_verbosity: 'terse',
  }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
