import type { decisions as english } from '../en/decisions';

export const decisions: Record<keyof typeof english, string> = {
  'decide.always_valid': '始终有效：可每天查看',
  'decide.always_validHint': '一有结论即可停止；提前查看只会略增样本量。',
  'decide.fixed_horizon': '固定期限：结束时查看一次',
  'decide.fixed_horizonHint': '需要计划结束时间。过早判定会把偶然当成效果。',
  'decide.hint': '启动后即固定，避免事后挑选规则。',
  'decide.marginOf': '{metric} 可容忍的损害（%）',
  'decide.method': '方法',
  'decide.minimum': '判定前每个变体所需单元数',
  'decide.roleOf': '{metric} 的角色',
  'decide.title': '如何判定',

  'plan.choose': '选择指标以查看所需时间。',
  'plan.days': '按当前流量约需 {days} 天（{low} 至 {high}）。',
  'plan.detectable': '{days} 天后：{effect}',
  'plan.effect': '最小有意义的变化（%）',
  'plan.hint': '依据该指标在此环境中的历史数据。',
  'plan.mean': '目前每单元 {mean}，已观察 {units} 个单元。',
  'plan.never': '无法达到',
  'plan.sample': '共需 {units} 个单元，可以 {power} 的概率发现 {effect} 的变化。',
  'plan.title': '计划',
};
