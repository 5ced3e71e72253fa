import type { environments as english } from '../en/environments';

export const environments: Record<keyof typeof english, string> = {
  'environments.create': '新建环境',
  'environments.created': '环境 {environment} 已建好',
  'environments.lead': '每个环境有自己的开关、密钥、实验和数据。',
  'environments.version': '版本号',

  'settings.approvals': '需要多少人批准',
  'settings.attributes': '保留的属性',
  'settings.attributesHint': '除标识外；留空则保留全部。',
  'settings.contexts': '保留近期上下文的样本',
  'settings.contextsHint': '用于预览、试用开关以及条件中的候选值。最多 1,000 个单元，保留一天。',
  'settings.open': '设置',
  'settings.review': '更改需要第二人同意',
  'settings.reviewHint': '关闭、暂停和停止仍可立即执行。',
  'settings.saved': '{environment} 的设置已保存',
  'settings.title': '{environment} 的设置',
};
