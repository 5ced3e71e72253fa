import type { CSSProperties, HTMLAttributes, TableHTMLAttributes, TdHTMLAttributes, ThHTMLAttributes } from 'react';

type Space = 'xs' | 'sm' | 'md' | number;

interface TableProps extends TableHTMLAttributes<HTMLTableElement> {
  verticalSpacing?: Space;
  horizontalSpacing?: Space;
  highlightOnHover?: boolean;
}

const pixels = (space: Space): string => (typeof space === 'number' ? `${space}px` : { xs: '6px', sm: '11px', md: '16px' }[space]);

/** A plain table. The component library's brings scroll areas and floating menus along, which the first page has no use for. */
export function Table({ verticalSpacing = 'xs', horizontalSpacing = 'xs', highlightOnHover = false, className = '', ...rest }: TableProps) {
  const style = { '--cell-y': pixels(verticalSpacing), '--cell-x': pixels(horizontalSpacing) } as CSSProperties;
  return <table className={`table${highlightOnHover ? ' table-hover' : ''} ${className}`} style={style} {...rest} />;
}

interface HeadProps extends ThHTMLAttributes<HTMLTableCellElement> {
  w?: number;
  miw?: number;
}

Table.Thead = (props: HTMLAttributes<HTMLTableSectionElement>) => <thead {...props} />;
Table.Tbody = (props: HTMLAttributes<HTMLTableSectionElement>) => <tbody {...props} />;
Table.Tr = (props: HTMLAttributes<HTMLTableRowElement>) => <tr {...props} />;
Table.Td = (props: TdHTMLAttributes<HTMLTableCellElement>) => <td {...props} />;
Table.Th = ({ w, miw, ...rest }: HeadProps) => <th scope="col" {...rest} style={w || miw ? { width: w, minWidth: miw } : undefined} />;
