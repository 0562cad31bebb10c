/* One batch of two slices and what can come between: two splitters of one task, of which each may be
   the late one, a sweep of tmp/ that takes anybody for dead at any time, a worker, and the job's end.

   Shown: each token is made once, whoever publishes; a published batch is whole and stays so; a split
   that goes on has its batch in place; nobody gets stuck.

   Must fail:
     -DTOKENS_ONE_BY_ONE   tokens are made in the live queue/ by exclusive creation
     -DSWEEP_IN_PLACE      tmp/ is swept file by file, not renamed to dead first
     -DCLOSE_IN_PLACE      a job is deleted file by file, not renamed to dead first
     -DERROR_BELIEVED      a publication that answered with an error is taken for made by others */

#define SPLITTERS 2
#define TRIES 2

/* A directory is a set of what is in it. */
#define IS_THERE 1
#define TOKEN_0 2
#define TOKEN_1 4
#define BATCH 8 /* batch.json, plan.json and the slices */
#define ALL 15

byte aside[SPLITTERS * TRIES]; /* tmp/H.n */
byte batch;                    /* jobs/J/batches/0000; what its tokens' folders hold is in `state` */
byte state[2];                 /* of a token: 0 not made, 1 in queue/, 2 claimed, 3 in done/ */
byte made[2];
bool is_closed, is_split_done;

#define TOKEN(i) (1 << ((i) + 1))

/* A rename of a directory: onto none or an empty one. */
inline publish(source, reply) {
    atomic {
        reply = 1;
        if
        :: !is_closed && (aside[source] & IS_THERE) && (batch & ~IS_THERE) == 0 ->
            assert(aside[source] == ALL);
            batch = aside[source];
            aside[source] = 0;
            state[0] = 1; state[1] = 1;
            made[0]++; made[1]++;
            assert(made[0] == 1 && made[1] == 1);
            if
            :: reply = 0
            :: true /* lost */
            fi
        :: true /* ENOTEMPTY, ENOENT, or an error by which nothing happened */
        fi
    }
}

/* Into a directory by its path: an error when it is gone. */
inline put(what) {
    atomic {
        if
        :: aside[source] & IS_THERE -> aside[source] = aside[source] | what
        :: else -> goto again
        fi
    }
}

proctype splitter(byte source) {
    byte reply, tries;

begin:
    if
    :: is_closed || is_split_done -> goto stop
    :: true
    fi;
#ifdef TOKENS_ONE_BY_ONE
    batch = batch | IS_THERE | BATCH;
    atomic {
        if
        :: state[0] != 1 && !is_closed -> state[0] = 1; made[0]++; assert(made[0] == 1)
        :: else
        fi
    }
    atomic {
        if
        :: state[1] != 1 && !is_closed -> state[1] = 1; made[1]++; assert(made[1] == 1)
        :: else
        fi
    }
#else
    aside[source] = IS_THERE;
    put(BATCH);
    put(TOKEN_0);
    put(TOKEN_1);
look:
    publish(source, reply);
#ifdef ERROR_BELIEVED
    goto commit;
#endif
    if
    :: reply == 0 || batch != 0 -> goto commit /* ours, or there already */
    :: reply == 1 && is_closed -> goto stop
    :: reply == 1 && (aside[source] & IS_THERE) -> goto look
    :: reply == 1 && !(aside[source] & IS_THERE) -> goto again
    fi;
#endif
commit:
    atomic {
        assert(is_closed || (batch & BATCH));
        is_split_done = true;
        goto stop
    }
again: /* It was swept, so this node was taken for dead; it begins again as another. */
    atomic {
        reply = 0;
        if
        :: tries < TRIES - 1 -> tries++; source = source + SPLITTERS; goto begin
        :: else
        fi
    }
stop:
    skip
}

/* Anybody's at any time, but for the last try: somebody gets through in the end. */
proctype sweep(byte source) {
#ifdef SWEEP_IN_PLACE
    aside[source] = aside[source] & ~TOKEN_0;
    aside[source] = aside[source] & ~TOKEN_1;
    aside[source] = aside[source] & ~BATCH;
    atomic {
        if
        :: aside[source] == IS_THERE -> aside[source] = 0
        :: else
        fi
    }
#else
    aside[source] = 0 /* renamed to tmp/dead.…: from there it is deleted, and nobody knows that name */
#endif
}

proctype worker(byte i) {
    do
    :: atomic { state[i] == 1 && !is_closed -> state[i] = 2 }
    :: atomic { state[i] == 2 -> state[i] = 3 }
    :: is_closed -> break
    od
}

proctype closing() {
    is_split_done && state[0] == 3 && state[1] == 3;
#ifdef CLOSE_IN_PLACE
    batch = batch & ~TOKEN_0;
    batch = batch & ~TOKEN_1;
    batch = batch & ~BATCH;
    batch = 0;
#endif
    is_closed = true
}

init {
    atomic {
        run splitter(0);
        run splitter(1);
        run sweep(0);
        run sweep(1);
        run worker(0);
        run worker(1);
        run closing()
    }
    timeout;
    assert(is_closed && made[0] == 1 && made[1] == 1)
}
