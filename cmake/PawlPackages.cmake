# Two packages for Debian: the program, and the library with what programs are built with.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pawl)
set(CPACK_PACKAGE_CONTACT "The Pawl project <pawl@localhost>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)

set(CPACK_DEBIAN_PROGRAM_DESCRIPTION "compiler of async/await for C++
 Pawl compiles async and await for C++ into plain C++17.")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME pawl)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
# The last holds the headers that Clang has for itself.
set(CPACK_DEBIAN_PROGRAM_PACKAGE_DEPENDS
  "libpawl-dev (= ${PROJECT_VERSION}), g++ (>= 4:11), libclang-common-22-dev")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "graphviz, gdb")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "clangd-22")

set(CPACK_DEBIAN_LIBRARY_DESCRIPTION "event loop and library of programs in async C++
 The headers and libraries for what Pawl compiles, and its CMake package.")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libpawl-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libc6-dev")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SUGGESTS "pawl, libssl-dev, libc-ares-dev")
include(CPack)
