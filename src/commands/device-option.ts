import { Option } from 'commander';

/** `--device`, alike in every command that runs a model. */
export function deviceOption(): Option {
  return new Option(
    '--device <name>',
    'what the model runs on; auto: cuda where it is installed, else cpu',
  )
    .choices(['cpu', 'webgpu', 'cuda', 'auto'])
    .default('cpu');
}
