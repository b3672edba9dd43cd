#pragma once
inline int id_b() { return 2; }
