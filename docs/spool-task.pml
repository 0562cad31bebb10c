/* One task, from its first claim until it is merged or given up: holders that crash anywhere, observers
   that suspect anyone at any time (so there is no clock), and a merge that takes the part or rejects
   it. A crash is to forget everything. Here the node comes back as the same holder, which is harder
   than what the code does: a new incarnation, whose names nobody has used.

   Shown: one token at all times; a token goes where its log says and nowhere else; a token in done/
   has a whole part, and keeps it; nobody gets stuck, whoever dies where.

   Must fail:
     -DFIXED_PART          parts are named by task, not by attempt
     -DCHECK_THEN_WRITE    "is the claim still mine?", then the token is made in done/
     -DCOPY_BACK           take-back makes the token in queue/, then removes the claim
     -DERROR_BELIEVED      a link that answered with an error is taken for a loss
     -DLOG_REPLACED        the log is written over, not linked: the last one wins
     -DLOG_IGNORED         take-back moves the token without a log of its own */

#ifndef G
#define G 2 /* generations */
#endif
#ifndef HOLDERS
#define HOLDERS 2
#endif
#ifndef OBSERVERS
#define OBSERVERS 1
#endif

#define ATTEMPT(g, h) ((g) * HOLDERS + (h))
#define ATTEMPTS (G * HOLDERS)
#define GENERATION(attempt) ((attempt) / HOLDERS)
#define QUEUE(g) (g)
#define GIVEN_UP G /* failed/T.g.H; also where the model stops counting generations */
#define RUN(attempt) (G + 1 + (attempt))
#define DONE(attempt) (G + 1 + ATTEMPTS + (attempt))
#define NAMES (G + 1 + 2 * ATTEMPTS)
#define IS_RUN(name) ((name) >= RUN(0) && (name) < DONE(0))
#define IS_DONE(name) ((name) >= DONE(0) && (name) < NAMES)

#ifdef FIXED_PART
#define PART(attempt) 0
#else
#define PART(attempt) (attempt)
#endif

/* parts/T.g.H.nut */
#define MISSING 0
#define HALF 1
#define WHOLE 2
byte part[ATTEMPTS];

/* logs/T.g.H.json: what the attempt came to, by link(), so there is one. */
#define COMMITTED 1
#define RETURNED 2
#define FAILED 3
byte log[ATTEMPTS];

byte place = QUEUE(0); /* where the token is */
byte in_done;          /* tokens in done/ */
bool is_merged;
#define IS_ENDED (is_merged || there[GIVEN_UP])

#define MOVED(from, to) \
    if \
    :: IS_DONE(from) -> in_done-- \
    :: IS_RUN(from) && IS_DONE(to) -> assert(log[from - RUN(0)] == COMMITTED) \
    :: IS_RUN(from) && to < GIVEN_UP -> assert(log[from - RUN(0)] == RETURNED) \
    :: else \
    fi; \
    if \
    :: IS_DONE(to) -> \
        in_done++; \
        assert(in_done == 1); \
        assert(part[PART(to - DONE(0))] == WHOLE) \
    :: else \
    fi; \
    place = to

#include "spool.pml"

/* The log decides. `found` is what the log says; 0 when that is not known. */
#ifdef LOG_REPLACED
#define LINK(attempt, outcome) log[attempt] = outcome
#else
#define LINK(attempt, outcome) \
    if \
    :: log[attempt] == 0 -> log[attempt] = outcome \
    :: else \
    fi
#endif

inline decide(attempt, outcome, found) {
    atomic {
        if
        :: true -> LINK(attempt, outcome); found = log[attempt]
        :: true -> LINK(attempt, outcome); found = 0
        :: found = log[attempt]
        fi
    }
}

/* The rename carries it out: anybody, any number of times. */
inline carry_out(attempt, outcome, reply) {
    if
    :: outcome == COMMITTED -> rename(RUN(attempt), DONE(attempt), reply)
    :: outcome == RETURNED -> rename(RUN(attempt), QUEUE(GENERATION(attempt) + 1), reply)
    :: outcome == FAILED -> rename(RUN(attempt), GIVEN_UP, reply)
    :: outcome == 0 /* Not known: whoever looks next sees the claim in run/. */
    fi
}

#define MAY_CRASH \
    if \
    :: goto forget \
    :: skip \
    fi

proctype holder(byte h) {
    byte attempt, wanted, found, reply;
    bool is_seen;

look:
    atomic {
        if
        :: IS_ENDED -> goto stop
        :: there[QUEUE(0)] -> attempt = ATTEMPT(0, h)
        :: there[QUEUE(1)] -> attempt = ATTEMPT(1, h)
#if G > 2
        :: there[QUEUE(2)] -> attempt = ATTEMPT(2, h)
#endif
        fi
    }
    rename(QUEUE(GENERATION(attempt)), RUN(attempt), reply);
    if
    :: reply == OK
    :: else ->
        list(RUN(attempt), is_seen);
        if
        :: is_seen
        :: else -> goto forget /* It may be ours all the same: an observer takes it back. */
        fi
    fi;
    part[PART(attempt)] = HALF;
    MAY_CRASH;
    if
    :: part[PART(attempt)] = WHOLE; wanted = COMMITTED
    :: wanted = RETURNED /* hand back */
    :: wanted = FAILED   /* give up */
    fi;
#ifdef CHECK_THEN_WRITE
    list(RUN(attempt), is_seen);
    if
    :: is_seen && wanted == COMMITTED ->
        atomic { log[attempt] = COMMITTED; there[DONE(attempt)] = 1; MOVED(RUN(attempt), DONE(attempt)) }
        there[RUN(attempt)] = 0
    :: else
    fi;
    goto forget;
#endif
    decide(attempt, wanted, found);
    MAY_CRASH;
    carry_out(attempt, found, reply);
    if
    :: found == RETURNED || found == FAILED -> part[PART(attempt)] = MISSING
#ifdef ERROR_BELIEVED
    :: found == 0 -> part[PART(attempt)] = MISSING
#endif
    :: else /* Done, or not known: then the part stays. */
    fi;

forget:
    atomic { attempt = 0; wanted = 0; found = 0; reply = 0; is_seen = false; goto look }
stop:
    skip
}

proctype observer() {
    byte attempt, found, reply;

look:
    atomic {
        if
        :: IS_ENDED -> goto stop
        :: IS_RUN(place) -> attempt = place - RUN(0)
        fi
    }
#ifdef COPY_BACK
    atomic {
        if
        :: there[RUN(attempt)] && GENERATION(attempt) < G - 1 ->
            log[attempt] = RETURNED;
            there[QUEUE(GENERATION(attempt) + 1)] = 1;
            MOVED(RUN(attempt), QUEUE(GENERATION(attempt) + 1))
        :: else -> goto forget
        fi
    }
    there[RUN(attempt)] = 0;
    goto forget;
#endif
    if
    :: GENERATION(attempt) < G - 1 -> decide(attempt, RETURNED, found)
    :: else -> decide(attempt, FAILED, found) /* One blame too many. */
    fi;
#ifdef LOG_IGNORED
    found = RETURNED;
#endif
    MAY_CRASH;
    carry_out(attempt, found, reply);
forget:
    atomic { attempt = 0; found = 0; reply = 0; goto look }
stop:
    skip
}

/* Whoever holds the merge. A part that it finds bad is made again. */
proctype merge() {
    byte attempt, reply;

look:
    atomic {
        if
        :: IS_ENDED -> goto stop
        :: IS_DONE(place) -> attempt = place - DONE(0)
        fi
    }
    if
    :: atomic {
        there[DONE(attempt)] ->
        assert(part[PART(attempt)] == WHOLE);
        is_merged = true
    }
    :: GENERATION(attempt) < G - 1 -> rename(DONE(attempt), QUEUE(GENERATION(attempt) + 1), reply)
    :: !there[DONE(attempt)]
    fi;
    atomic { attempt = 0; reply = 0; goto look }
stop:
    skip
}

init {
    byte number;
    atomic {
        there[QUEUE(0)] = 1;
        do
        :: number < HOLDERS -> run holder(number); number++
        :: else -> break
        od;
        number = 0;
        do
        :: number < OBSERVERS -> run observer(); number++
        :: else -> break
        od;
        number = 0;
        run merge()
    }
    timeout;
    assert(IS_ENDED)
}
