import { memo, useMemo } from 'react';
import { Chart } from '../common/Chart';
import { PALETTES } from '../common/palette';
import { EmptyText } from '../common/parts';
import type { CollapseProps } from '../types';
import { collapseModel, labelMark, TITLE_FONT } from './geometry';
import { markPath } from './marks';

/** Three classes of one arm in the plane of their means, drifting towards the simplex of a collapsed network. */
export const CollapsePicture = memo(function CollapsePicture(props: CollapseProps) {
  const { arm, version, theme, probe, classNames, reach, width, height, absence, missing } = props;
  const { shownStep = null } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the recording changes in place; its version tells.
  const model = useMemo(
    () =>
      collapseModel({
        ...{ arm, theme, probe, classNames, reach, width, height, shownStep },
        ...(absence && { absence }),
        ...(missing !== undefined && { missing }),
      }),
    [arm, version, theme, probe, classNames, reach, width, height, absence, missing, shownStep],
  );
  const { plot, colour, message, labels } = model;
  const { card, ink, soft, rule, unknown } = PALETTES[theme];
  return (
    <Chart
      width={width}
      height={height}
      role="img"
      label={`Class means of ${arm.id} · ${arm.label}: ${model.summary}`}
    >
      <text x={0} y={14} fill={ink} fontWeight={650} fontSize={TITLE_FONT}>
        {model.title}
      </text>
      <rect
        x={plot.left + 0.5}
        y={plot.top + 0.5}
        width={plot.right - plot.left - 1}
        height={plot.bottom - plot.top - 1}
        rx={8}
        fill="none"
        stroke={rule}
      />
      <path d={model.target} fill="none" stroke={unknown} strokeDasharray="1.5 3.5" />
      <path d={model.corners} fill={card} stroke={unknown} strokeWidth={1.2} />
      <g fill={colour} fillOpacity={0.36}>
        {model.points.map((path, member) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the position is what names a class here.
          <path key={member} d={path} />
        ))}
      </g>
      <g fill="none" strokeWidth={3} strokeLinecap="round" strokeLinejoin="round">
        {model.trails.map(({ path, colour: stroke, opacity }) => (
          <path key={path} d={path} stroke={stroke} strokeOpacity={opacity} />
        ))}
      </g>
      <g fill={colour} stroke={ink} strokeWidth={1.6}>
        {model.means.map((path, member) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the position is what names a class here.
          <path key={member} d={path} />
        ))}
      </g>
      {labels.map((label, member) => (
        <g key={label.anchor}>
          <path d={markPath(member, labelMark(label), label.y, 4.5)} fill={ink} />
          <text x={label.x} y={label.y} dy="0.35em" textAnchor={label.anchor} fill={ink} fontWeight={600}>
            {label.text}
          </text>
        </g>
      ))}
      {model.outside && (
        <text x={width / 2} y={plot.bottom + 34} dy="0.35em" textAnchor="middle" fill={soft}>
          {model.outside}
        </text>
      )}
      {message && <EmptyText text={message} plot={plot} theme={theme} />}
    </Chart>
  );
});
