// Stands for a header of the system that uses the words as names, and even looks like the dialect.
struct System {};
#define SYSTEM_ASYNC async
struct async {
  int await;
};
inline async makeSystemAsync(int yield) { return {yield}; }
#define async
async System looksMarked() { return {}; }
#undef async
