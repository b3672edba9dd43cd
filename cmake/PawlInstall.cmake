# `cmake --install` to any prefix; the program finds the rest relative to itself, so the prefix can be moved.
# The folders are fixed for that reason (and not those of GNUInstallDirs).
include(CMakePackageConfigHelpers)
# Of two packages: what is installed without another word belongs to the library.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME library)

if(TARGET pawl)
  install(TARGETS pawl RUNTIME DESTINATION bin COMPONENT program)
  install(TARGETS pawl-lower RUNTIME DESTINATION libexec/pawl COMPONENT program)
  install(TARGETS pawlEditor LIBRARY DESTINATION libexec/pawl COMPONENT program)
  foreach(file man/man1/pawl.1 bash-completion/completions/pawl zsh/site-functions/_pawl
      fish/vendor_completions.d/pawl.fish)
    cmake_path(GET file PARENT_PATH folder)
    install(FILES ${PAWL_LAYOUT_DIR}/share/${file} DESTINATION share/${folder} COMPONENT program)
  endforeach()
  install(FILES ${PROJECT_SOURCE_DIR}/tools/gdb/pawl.py DESTINATION share/pawl/gdb COMPONENT program)
  install(FILES ${PROJECT_SOURCE_DIR}/tools/graph/page.html DESTINATION share/pawl/graph COMPONENT program)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/editors/ DESTINATION share/pawl/editors COMPONENT program)
endif()
install(TARGETS pawl_runtime EXPORT PawlTargets ARCHIVE DESTINATION lib)
get_property(PAWL_FURTHER_LIBRARIES GLOBAL PROPERTY PAWL_FURTHER_LIBRARIES)
foreach(library IN LISTS PAWL_FURTHER_LIBRARIES)
  install(TARGETS ${library} EXPORT PawlTargets ARCHIVE DESTINATION lib)
  install(FILES ${CMAKE_ARCHIVE_OUTPUT_DIRECTORY}/lib${library}.link DESTINATION lib)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/ DESTINATION include)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/pawl COMPONENT program)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/libpawl-dev)

configure_file(${CMAKE_CURRENT_LIST_DIR}/pawl.pc.in ${PROJECT_BINARY_DIR}/pawl.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pawl.pc DESTINATION lib/pkgconfig)
install(EXPORT PawlTargets NAMESPACE Pawl:: DESTINATION lib/cmake/Pawl)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/PawlConfig.cmake.in
  ${PROJECT_BINARY_DIR}/PawlConfig.cmake INSTALL_DESTINATION lib/cmake/Pawl)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/PawlConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/PawlConfig.cmake ${PROJECT_BINARY_DIR}/PawlConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/PawlEnable.cmake
  DESTINATION lib/cmake/Pawl)

# `cpack` in the build folder makes the packages for Debian.
include(PawlPackages)
