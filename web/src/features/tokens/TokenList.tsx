import { ActionIcon, Button, Group, Menu, Text, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useRevokeToken, useRotateToken, useTokens, type TokenPlace } from '../../api/tokens';
import type { Token } from '../../api/types';
import { dateTime, relative } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Icon } from '../../ui/icons';
import { Section } from '../../ui/Page';
import { Rotate } from '../../ui/Rotate';
import { Answer } from '../../ui/states';
import { Table } from '../../ui/Table';
import { done } from '../../ui/toast';
import { useNow } from '../../ui/useNow';
import { NewToken } from './NewToken';

const most = 4;

/** The tokens of one place, with what they are for and when they end. */
export function TokenList({ place, mayWrite }: { place: TokenPlace; mayWrite: boolean }) {
  const t = useText();
  const query = useTokens(place, true);
  const rotate = useRotateToken(place);
  const revoke = useRevokeToken(place);
  const [creating, setCreating] = useState(false);
  const [turned, setTurned] = useState<Token | null>(null);
  const [doomed, setDoomed] = useState<Token | null>(null);
  return (
    <Section
      title={t(`tokens.${place}`)}
      hint={t(`tokens.${place}Hint`)}
      actions={
        mayWrite && (
          <Button size="sm" leftSection={<Icon name="plus" size={15} />} onClick={() => setCreating(true)}>
            {t(`tokens.new.${place}`)}
          </Button>
        )
      }
    >
      <Answer query={query}>
        {() =>
          query.data!.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('tokens.none')}
            </Text>
          ) : (
            <div className="table-scroll">
              <Table verticalSpacing="sm" horizontalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('field.name')}</Table.Th>
                    <Table.Th className="wide-only">{t('tokens.scopes')}</Table.Th>
                    <Table.Th>{t('keys.lastUsed')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {query.data!.map((token) => (
                    <TokenRow key={token.id} token={token} mayWrite={mayWrite} rotate={() => setTurned(token)} revoke={() => setDoomed(token)} />
                  ))}
                </Table.Tbody>
              </Table>
            </div>
          )
        }
      </Answer>
      {creating && <NewToken place={place} close={() => setCreating(false)} />}
      {turned && (
        <Rotate
          name={turned.name}
          label={t('tokens.token')}
          warning={t('tokens.once')}
          rotate={async (hours) => (await rotate.mutateAsync({ id: turned.id, hours })).token!}
          close={() => setTurned(null)}
        />
      )}
      <Confirm
        opened={doomed !== null}
        close={() => setDoomed(null)}
        title={t('keys.revokeTitle', { name: doomed?.name ?? '' })}
        confirm={t('keys.revoke')}
        danger
        run={async () => {
          await revoke.mutateAsync(doomed!.id);
          done(t('keys.revoked', { name: doomed!.name }));
        }}
      >
        {t('tokens.revokeText')}
      </Confirm>
    </Section>
  );
}

function TokenRow({ token, mayWrite, rotate, revoke }: { token: Token; mayWrite: boolean; rotate: () => void; revoke: () => void }) {
  const t = useText();
  const now = useNow();
  return (
    <Table.Tr>
      <Table.Td className="break">
        <Group gap={6}>
          {token.name}
          <Mark tone={token.kind === 'personal' ? 'info' : 'warn'} icon="key">
            {t(`tokens.kind.${token.kind}`)}
          </Mark>
          {token.environment && <EnvironmentMark environment={token.environment} />}
        </Group>
        <Text size="sm" c="dimmed">
          <span className="mono">…{token.hint}</span> {t('keys.by', { when: dateTime(token.created_at), who: token.created_by })}
        </Text>
        <Text size="sm" c="dimmed">
          {token.expires_at ? t(new Date(token.expires_at).getTime() <= now ? 'keys.ended' : 'keys.expires', { when: relative(token.expires_at, now) }) : t('expiry.never')}
        </Text>
      </Table.Td>
      <Table.Td className="wide-only">
        <Group gap={4} title={token.scopes.join(', ')}>
          {token.scopes.slice(0, most).map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
          {token.scopes.length > most && <Text size="sm" c="dimmed">{`+${token.scopes.length - most}`}</Text>}
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm" {...(token.last_used_at ? { title: dateTime(token.last_used_at) } : { c: 'dimmed' })}>
          {token.last_used_at ? relative(token.last_used_at, now) : t('keys.unused')}
        </Text>
      </Table.Td>
      <Table.Td className="right">
        {mayWrite && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={`${t('action.moreActions')}: ${token.name} …${token.hint}`}>
                <Icon name="more" />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<Icon name="refresh" size={15} />} onClick={rotate}>
                {t('rotate.open')}
              </Menu.Item>
              <Menu.Item color="red" leftSection={<Icon name="trash" size={15} />} onClick={revoke}>
                {t('keys.revoke')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
