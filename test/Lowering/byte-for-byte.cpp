// Outside of async bodies the text is the user's own; a file without coroutines comes through as
// it is.
// RUN: %pawl lower %S/../Inputs/plain.cpp -o %t.plain.cpp
// RUN: cmp %S/../Inputs/plain.cpp %t.plain.cpp
// RUN: %lower --no-line | %filecheck
#include <pawl/pawl.h>
#define   ODD( x )   x   // a comment
template<class T>   struct  Kept{T   t ; };   /* kept */
async pawl::Coro<int> f ( int   x )   { return x ; }
int g( ){return ODD( 1 ) ;}

// CHECK: #define   ODD( x )   x   // a comment
// CHECK-NEXT: {{^}}template<class T>   struct  Kept{T   t ; };   /* kept */
// CHECK: {{^}}pawl::Coro<int> f ( int   x )   {
// CHECK-NOT: {{[^_]}}async{{ }}
// CHECK: {{^}}int g( ){return ODD( 1 ) ;}
