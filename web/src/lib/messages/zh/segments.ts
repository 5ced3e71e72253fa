import type { segments as english } from '../en/segments';

export const segments: Record<keyof typeof english, string> = {
  'segments.create': '新建人群',
  'segments.deleteText': '仍在使用的人群不能删除。',
  'segments.deleteTitle': '删除 {segment}？',
  'segments.deleted': '{segment} 已删除',
  'segments.lead': '有名称的条件，写一次，供开关和实验使用。',
  'segments.none': '还没有人群',
  'segments.noneHint': '给你反复定向的人一个名字：“测试用户”“企业客户”。',
  'segments.revertText': '使用该人群的内容会立即随之变化。',
  'segments.saved': '{segment} 已保存',
  'segments.segment': '人群',
  'segments.tab.edit': '定义',
  'segments.who': '谁在其中',
};
