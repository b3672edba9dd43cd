#ifndef PLAIN_H
#define PLAIN_H
#define NEXT(x) ((x) + 1)
#endif
