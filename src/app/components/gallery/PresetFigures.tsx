import { capitalised } from '../../format';
import { outcomeOf } from '../../outcomes';
import { PAPER } from '../../paper';
import type { LookFor } from '../../scenarios';
import { Prose } from '../Prose';
import { OutcomeTable } from './OutcomeTable';

const PICTURES: readonly { name: string; words(lookFor: LookFor): string }[] = [
  { name: 'Richness', words: ({ richness }) => richness },
  { name: 'Accuracy', words: ({ accuracy }) => accuracy },
  { name: 'Spectrum', words: ({ spectrum }) => spectrum.train },
];

/** What to look for in a preset, what the paper reports, what ours came to, and whether the two agree. */
export function PresetFigures({ id, preset, lookFor }: { id: string; preset: string; lookFor: LookFor }) {
  const outcome = outcomeOf(preset);
  const { paper = [], source } = PAPER[preset] ?? {};
  return (
    <div className="preset-figures" id={id}>
      <div>
        <h3>What to look for</h3>
        <dl>
          {PICTURES.map(({ name, words }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Prose text={words(lookFor)} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div>
        <h3>What it comes to</h3>
        <OutcomeTable paper={paper} outcome={outcome} />
        {source && (
          <p>
            Paper: <Prose text={source} />.
          </p>
        )}
        {outcome ? (
          <>
            <p>
              Rule: <Prose text={outcome.rule} />. It held with {outcome.agrees} of {outcome.seeds}
              {outcome.seeds === 1 ? ' seed' : ' seeds'}.
            </p>
            {outcome.missed.map(({ seed, found }) => (
              <p key={seed}>
                Not with seed {seed}: <Prose text={found} />.
              </p>
            ))}
            {outcome.note && (
              <p>
                <Prose text={capitalised(outcome.note)} />
              </p>
            )}
          </>
        ) : (
          <p>Not run over several seeds yet, so there is nothing to compare.</p>
        )}
      </div>
    </div>
  );
}
