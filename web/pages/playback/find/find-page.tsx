// Finding: clips of several channels on several recorders at once, picked, and fetched or made into one file.
import { Search as Glass } from 'lucide-preact'
import { useId, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { channels, devices, footageChannels } from '../../../household.ts'
import { Button } from '../../../parts/button.tsx'
import { Page } from '../../../parts/page.tsx'
import { Empty, FaultNote, Waiting } from '../../../parts/states.tsx'
import { t } from '../../../texts/t.ts'
import { now } from '../../../times.ts'
import { addDays, dayHere } from '../month.ts'
import { PlaybackTabs } from '../playback-tabs.tsx'
import { ChannelPicker } from './channel-picker.tsx'
import { ClipList } from './clip-list.tsx'
import './find.css'
import { findAddress, problemOf, type Search, searchIn, searchQuery } from './query.ts'

export function FindPage() {
  const { query } = useLocation()
  const search = searchIn(query)
  const all = footageChannels.value
  const isLoading = channels.value.phase === 'loading' || devices.value.phase === 'loading'
  const chosen = search.channelIds ? all.filter(({ id }) => search.channelIds?.includes(id)) : all
  const isAsked = query.from !== undefined && all.length > 0 && problemOf(search, all.length) === null
  return (
    <Page title={t('nav.playback')}>
      <PlaybackTabs here="find" />
      {isLoading ? (
        <Waiting rows={4} />
      ) : all.length === 0 ? (
        <Empty drawing="recorder" title={t('playback.without')} text={t('playback.without.do')} />
      ) : (
        <div class="recordings">
          {/* Another search in the address fills the form anew. */}
          <Form key={searchQuery(search)} search={search} />
          {isAsked && (
            <ClipList
              channelIds={chosen.map(({ id }) => id)}
              from={search.from}
              to={search.to}
              hrefOf={(from) => findAddress({ ...search, from })}
            />
          )}
        </div>
      )}
    </Page>
  )
}

function Form({ search }: { search: Search }) {
  const { route } = useLocation()
  const id = useId()
  const all = footageChannels.value
  const today = dayHere(now.value)
  const [draft, setDraft] = useState<Search>({
    channelIds: search.channelIds,
    from: search.from || `${today}T00:00`,
    to: search.to || `${addDays(today, 1)}T00:00`,
  })
  const [tried, setTried] = useState(false)
  const problem = problemOf(draft, all.length)
  return (
    <form
      class="panel pad find-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!problem) route(findAddress(draft), search.from === '')
      }}
    >
      <p class="note">{t('find.lead')}</p>
      <ChannelPicker
        channels={all}
        chosen={draft.channelIds ?? all.map((channel) => channel.id)}
        onChosen={(ids) => setDraft({ ...draft, channelIds: ids.length === all.length ? null : ids })}
      />
      <div class="find-times">
        {(['from', 'to'] as const).map((end) => (
          <div key={end} class="field">
            <label for={`${id}-${end}`}>{t(`find.${end}`)}</label>
            <input
              id={`${id}-${end}`}
              type="datetime-local"
              step={search[end].length > 16 ? 1 : 60}
              value={draft[end]}
              onInput={(event) => setDraft({ ...draft, [end]: event.currentTarget.value })}
            />
          </div>
        ))}
        <Button type="submit" look="primary" icon={<Glass />}>
          {t('find.do')}
        </Button>
      </div>
      {tried && problem && <FaultNote fault={{ status: 400, message: t(`find.problem.${problem}`), problems: [] }} />}
    </form>
  )
}
