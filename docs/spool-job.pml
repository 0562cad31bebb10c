/* One source: scanners that take it in at any time, a merge, coordinators that move the job on from
   views that are old when they act, and people who cancel, retry, and take the record back so that the
   source is done again as another life. Who stops between two steps for good has crashed; who goes on
   much later is a zombie. The token of the merge is one file, so one value says where it is.

   Shown: what is published was decided to be done, once in a life; no life ends in two ways; a record
   of done means published; nothing is closed that is open; nothing is done again whose record was not
   taken back, and what was taken back is; in the end nothing is left open.

   Must fail:
     -DPUBLISHED_EARLY     the result is published before the merge token is in done/
     -DVERDICT_IGNORED     a merge in done/ is published though a record says cancelled or failed
     -DGENERATION_IGNORED  a record of failure ends the job after a retry as well
     -DDROPPED_UNSEEN      a duplicate is dropped without a second look at its token
     -DJOBS_SEEN_ONCE      a scanner does not look at jobs/ again behind the records
     -DREMOVED_IGNORED     a record that came back late counts, though it was taken back
     -DCLOSED_EARLY        a job is closed before its record is written */

#define LIVES 2
#define G 2
#define H 2
#define MERGE(k, g, h) (((k) * G + (g)) * H + (h))

/* Where the merge token of a life is: 0 nowhere, else place and attempt. */
#define QUEUE(g) (1 + (g))
#define RUN(g, h) (10 + (g) * H + (h))
#define DONE(g, h) (20 + (g) * H + (h))
#define FAILED(g, h) (30 + (g) * H + (h))
#define IS_QUEUED(at) ((at) == QUEUE(0) || (at) == QUEUE(1))
#define IS_RUNNING(at) ((at) >= 10 && (at) < 20)
#define IS_DONE(at) ((at) >= 20 && (at) < 30)
#define IS_FAILED(at) ((at) >= 30)
#define GENERATION(at) ((at) < 10 -> (at) - 1 : ((at) % 10) / H)
#define HOLDER(at) ((at) % 10 % H)
byte token[LIVES];
#define IS_OPEN(k) (token[k] != 0)

/* logs/merge.g.H.json and records: outcomes. A record is named by life, generation and outcome. */
#define DID 1
#define FELL 2
#define CANCELLED 4
#define RETURNED 8
byte log[LIVES * G * H];
byte history[LIVES * G], removed[LIVES * G];
#define NAME(k, g) ((k) * G + (g))

bool is_cancelled[LIVES], is_broken[LIVES]; /* jobs/J.k/cancel; a task of it in failed/ */
bool is_staged[LIVES * G * H];
byte published[LIVES];                      /* how often */
byte final = 255;                           /* whose result lies in the output */

/* What happens at most once in one run; each is a run of its own, since all together are too many. */
#ifdef CANCEL
bool may_cancel = true;
#else
bool may_cancel = false;
#endif
#ifdef RETRY
bool may_break = true, may_retry = true;
#else
bool may_break = false, may_retry = false;
#endif
#ifdef REMOVE
bool may_remove = true;
#else
bool may_remove = false;
#endif

#ifdef REMOVED_IGNORED
#define COUNTS(k, g) history[NAME(k, g)]
#else
#define COUNTS(k, g) (history[NAME(k, g)] & ~removed[NAME(k, g)])
#endif
#define ENDS_AT(k, g, of) (COUNTS(k, g) & (DID | CANCELLED | ((g) >= (of) -> FELL : 0)))
#ifdef GENERATION_IGNORED
#define ENDS(k, of) (ENDS_AT(k, 0, 0) || ENDS_AT(k, 1, 0))
#else
#define ENDS(k, of) (ENDS_AT(k, 0, of) || ENDS_AT(k, 1, of))
#endif
#define ANY(k) (COUNTS(k, 0) || COUNTS(k, 1))
#define ANY_REMOVED(k) (removed[NAME(k, 0)] || removed[NAME(k, 1)])
#define VOIDS_AT(k, g, of) (removed[NAME(k, g)] & (DID | CANCELLED | ((g) >= (of) -> FELL : 0)))
#define IS_VOID(k, of) (VOIDS_AT(k, 0, of) || VOIDS_AT(k, 1, of))

/* Made by link(): the first decides. Nothing is written where the job's directory is gone. */
inline decide(k, g, h, outcome, found) {
    atomic {
        if
        :: !IS_OPEN(k) -> found = 0
        :: IS_OPEN(k) && log[MERGE(k, g, h)] == 0 -> log[MERGE(k, g, h)] = outcome; found = outcome
        :: IS_OPEN(k) && log[MERGE(k, g, h)] != 0 -> found = log[MERGE(k, g, h)]
        fi
    }
}

inline carry_out(k, g, h, outcome) {
    atomic {
        if
        :: token[k] == RUN(g, h) && outcome == DID -> token[k] = DONE(g, h)
        :: token[k] == RUN(g, h) && (outcome == FELL || outcome == CANCELLED) ->
            token[k] = FAILED(g, h)
        :: token[k] == RUN(g, h) && outcome == RETURNED && g < G - 1 -> token[k] = QUEUE(g + 1)
        :: else
        fi
    }
}

/* No clobber; what is there already is left; a result of an earlier life gives way. */
inline publish(k, g, h, is_there) {
    atomic {
        if
        :: is_staged[MERGE(k, g, h)] ->
            assert(!((history[NAME(k, g)] | removed[NAME(k, g)]) & (FELL | CANCELLED)));
            is_staged[MERGE(k, g, h)] = false;
            final = MERGE(k, g, h);
            published[k]++;
            assert(published[k] == 1);
            is_there = true
        :: !is_staged[MERGE(k, g, h)] -> is_there = (final == MERGE(k, g, h))
        fi
    }
}

inline record(k, g, outcome) {
    atomic {
        assert(outcome != DID || published[k] == 1);
        assert(outcome != CANCELLED || published[k] == 0);
        history[NAME(k, g)] = history[NAME(k, g)] | outcome;
        assert(history[NAME(k, g)] == outcome)
    }
}

/* jobs/J.k is renamed to tmp/dead…; should the directory come again, its logs are new. */
inline close(k) {
    atomic {
        assert(!IS_OPEN(k) || ENDS(k, GENERATION(token[k])) || IS_VOID(k, GENERATION(token[k])));
        token[k] = 0;
        log[MERGE(k, 0, 0)] = 0; log[MERGE(k, 0, 1)] = 0;
        log[MERGE(k, 1, 0)] = 0; log[MERGE(k, 1, 1)] = 0;
        is_cancelled[k] = false; is_broken[k] = false
    }
}

inline move_aside(k, g) {
    atomic {
        removed[NAME(k, g)] = removed[NAME(k, g)] | history[NAME(k, g)];
        history[NAME(k, g)] = 0
    }
}

/* takeIn: which life it is follows from what lies there. */
proctype scanner() {
    byte k;

end_look:
    atomic { !IS_OPEN(0) && !IS_OPEN(1) && !ANY(0) && !ANY(1) && !ANY_REMOVED(1) -> k = 0 }
    atomic {
        if
        :: ANY_REMOVED(0) -> k = 1
        :: else
        fi
    }
#ifndef JOBS_SEEN_ONCE
    if
    :: !IS_OPEN(0) && !IS_OPEN(1)
    :: else -> goto end_look
    fi;
#endif
    atomic {
        if
        :: !IS_OPEN(k) -> token[k] = QUEUE(0)
        :: else
        fi
    }
    goto end_look
}

/* The holder of a merge. */
proctype merger(byte h) {
    byte k, g, found;
    bool is_there;

end_look:
    atomic {
        if
        :: token[0] == QUEUE(0) -> k = 0; g = 0
        :: token[0] == QUEUE(1) -> k = 0; g = 1
        :: token[1] == QUEUE(0) -> k = 1; g = 0
        :: token[1] == QUEUE(1) -> k = 1; g = 1
        fi;
        if
        :: is_cancelled[k] || is_broken[k] || ENDS(k, g) || IS_VOID(k, g) -> goto forget
        :: else
        fi
    }
    atomic {
        if
        :: token[k] == QUEUE(g) -> token[k] = RUN(g, h)
        :: else -> goto forget
        fi
    }
    is_staged[MERGE(k, g, h)] = true;
#ifdef PUBLISHED_EARLY
    publish(k, g, h, is_there);
#endif
    decide(k, g, h, DID, found);
    if
    :: true /* It dies, and another one carries it out. */
    :: carry_out(k, g, h, found)
    fi;
forget:
    atomic { k = 0; g = 0; found = 0; is_there = false; goto end_look }
}

/* Moves jobs on: JobStep. What it sees of a job is not from one moment. */
proctype coordinator(byte h) {
    byte k, at, g, d, found, outcome;
    bool is_ended, is_against, is_removed, is_there;

end_look:
    atomic {
        if
        :: IS_OPEN(0) -> k = 0
        :: IS_OPEN(1) -> k = 1
        fi;
        at = token[k];
        g = GENERATION(at);
        d = HOLDER(at)
    }
    atomic {
        is_ended = ENDS(k, g);
        is_there = (COUNTS(k, 0) | COUNTS(k, 1)) & DID;
        is_against = is_ended && !is_there
    }
    is_removed = IS_VOID(k, g);
    if
#ifdef VERDICT_IGNORED
    :: IS_DONE(at) && is_removed -> goto closing
    :: IS_DONE(at) && !is_removed -> goto finish
#else
    :: IS_DONE(at) && (is_removed || is_against) -> goto drop
    :: IS_DONE(at) && !is_removed && !is_against -> goto finish
#endif
    :: !IS_DONE(at) && is_ended && !IS_FAILED(at) -> goto drop
    :: !IS_DONE(at) && is_ended && IS_FAILED(at) -> /* Kept for a retry; it does not get old here. */
        if
        :: is_cancelled[k] -> goto closing
        :: else -> goto forget
        fi
    :: !IS_DONE(at) && !is_ended && is_removed -> goto drop
    :: !IS_DONE(at) && !is_ended && !is_removed && g > 0 && COUNTS(k, 0) -> move_aside(k, 0); goto forget
    :: else
    fi;
    if
    :: IS_FAILED(at) ->
        atomic { found = log[MERGE(k, g, d)] }
        if
        :: found == FELL || found == CANCELLED -> record(k, g, found)
        :: else
        fi;
        goto forget
    :: !IS_FAILED(at) && is_cancelled[k] -> outcome = CANCELLED
    :: !IS_FAILED(at) && !is_cancelled[k] && is_broken[k] -> outcome = FELL
    :: else ->
        if
        :: IS_RUNNING(at) && g < G - 1 -> outcome = RETURNED /* suspected */
        :: IS_RUNNING(at) -> outcome = RETURNED; found = log[MERGE(k, g, d)]; carry_out(k, g, d, found); goto forget
        :: else -> goto forget
        fi
    fi;
    /* The verdict: the waiting token is taken first, then it is decided like any attempt. */
    atomic {
        if
        :: IS_QUEUED(at) && token[k] == at -> token[k] = RUN(g, h); d = h
        :: IS_QUEUED(at) && token[k] != at -> goto forget
        :: else
        fi
    }
    if
    :: outcome == CANCELLED && !is_cancelled[k] -> outcome = RETURNED
    :: outcome == FELL && !is_broken[k] -> outcome = RETURNED
    :: else
    fi;
    decide(k, g, d, outcome, found);
    if
    :: goto forget /* It dies, and another one carries it out. */
    :: carry_out(k, g, d, found); goto forget
    fi;

finish:
    if
    :: is_there
    :: else ->
        publish(k, g, d, is_there);
        if
        :: is_there
        :: !is_there && g < G - 1 ->
            atomic {
                if
                :: token[k] == DONE(g, d) -> token[k] = QUEUE(g + 1)
                :: else
                fi;
                goto forget
            }
        :: !is_there && g == G - 1 -> goto forget
        fi;
#ifdef CLOSED_EARLY
        close(k);
#endif
        record(k, g, DID)
    fi;
    goto closing;

drop: /* A retry moves the token before its record: who sees them the other way round has a duplicate. */
#ifndef DROPPED_UNSEEN
    if
    :: token[k] == at
    :: else -> goto forget
    fi;
#endif
closing:
    close(k);
forget:
    atomic {
        k = 0; at = 0; g = 0; d = 0; found = 0; outcome = 0;
        is_ended = false; is_against = false; is_removed = false; is_there = false;
        goto end_look
    }
}

proctype people() {
    byte k, at;

    do
    :: atomic { may_cancel && token[0] != 0 -> may_cancel = false; is_cancelled[0] = true }
    :: atomic { may_break && IS_QUEUED(token[0]) -> may_break = false; is_broken[0] = true }
    :: atomic { may_remove && (COUNTS(0, 0) & (DID | CANCELLED)) -> may_remove = false; move_aside(0, 0) }
    :: atomic { may_remove && (COUNTS(0, 1) & (DID | CANCELLED)) -> may_remove = false; move_aside(0, 1) }
    :: atomic { may_retry && token[0] >= FAILED(0, 0) && token[0] <= FAILED(0, 1) ->
            may_retry = false; at = token[0] }
        is_broken[0] = false;
        atomic {
            if
            :: token[0] == at -> token[0] = QUEUE(1)
            :: else
            fi
        }
        atomic {
            if
            :: history[NAME(0, 0)] == FELL -> move_aside(0, 0)
            :: else
            fi
        }
    :: break
    od
}

#define IS_REST(k) (!IS_OPEN(k) || (IS_FAILED(token[k]) && ENDS(k, GENERATION(token[k]))))

init {
    atomic {
        run scanner();
        run scanner();
        run merger(0);
        run coordinator(0);
#ifndef ONE_COORDINATOR
        run coordinator(1);
#endif
        run people()
    }
    timeout;
    assert(IS_REST(0) && IS_REST(1));
    assert(ANY(0) || ANY(1) || ANY_REMOVED(1));
    assert(ANY(1) || !((removed[NAME(0, 0)] | removed[NAME(0, 1)]) & (DID | CANCELLED)))
}
