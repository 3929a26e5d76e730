import type { ArmName } from "../protocol.ts";
import { texts } from "../texts/language.ts";
import { hasMomentum, RULE_NAMES, type RuleName, type RuleSettings } from "./descent-rules.ts";
import { numberText } from "./number-text.ts";
import { RangeSlider } from "./range-slider.tsx";

interface RuleControlsProps {
  arm: ArmName;
  settings: RuleSettings;
  change: (settings: RuleSettings) => void;
}

/** The rule of one side and its numbers. */
export function RuleControls({ arm, settings, change }: RuleControlsProps) {
  const words = texts().charts.path;
  const { rule, rate, momentum, clip } = settings;
  return (
    <fieldset class={`rule-controls of-${arm}`} aria-label={words.settingsOf(arm.toUpperCase())}>
      <label class="rule-name">
        <b>{arm.toUpperCase()}</b>
        <select
          aria-label={words.settingsOf(arm.toUpperCase())}
          value={rule}
          onChange={({ currentTarget }) => change({ ...settings, rule: currentTarget.value as RuleName })}
        >
          {RULE_NAMES.map((name) => (
            <option key={name} value={name}>
              {words.rules[name]}
            </option>
          ))}
        </select>
      </label>
      <RangeSlider
        label={words.rate}
        value={rate}
        text={numberText(rate)}
        min={-5}
        max={0.5}
        step={0.01}
        log
        change={(value) => change({ ...settings, rate: value })}
      />
      {hasMomentum(rule) && (
        <RangeSlider
          label={words.momentum}
          value={momentum}
          text={numberText(momentum)}
          min={0}
          max={0.995}
          step={0.005}
          change={(value) => change({ ...settings, momentum: value })}
        />
      )}
      <label class="rule-clip">
        <input
          type="checkbox"
          checked={clip !== undefined}
          onChange={({ currentTarget }) => change({ ...settings, clip: currentTarget.checked ? 1 : undefined })}
        />
        {words.clipOn}
      </label>
      {clip !== undefined && (
        <RangeSlider
          label={words.clip}
          value={clip}
          text={numberText(clip)}
          min={-2}
          max={2}
          step={0.02}
          log
          change={(value) => change({ ...settings, clip: value })}
        />
      )}
    </fieldset>
  );
}
