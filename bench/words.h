// One source for two spellings: the dialect, and native C++20 coroutines with -DNATIVE.
#ifndef PAWL_BENCH_WORDS_H
#define PAWL_BENCH_WORDS_H

#ifdef NATIVE
#define async
#define await co_await
#define RETURN co_return
#define YIELD co_yield
#else
#define RETURN return
#define YIELD yield
#endif

#endif
