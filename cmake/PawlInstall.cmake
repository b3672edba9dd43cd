# `cmake --install` to any prefix; the program finds the rest relative to itself, so the prefix can be moved.
# The folders are fixed for that reason (and not those of GNUInstallDirs).
include(CMakePackageConfigHelpers)

if(TARGET pawl)
  install(TARGETS pawl RUNTIME DESTINATION bin)
  install(TARGETS pawl-lower RUNTIME DESTINATION libexec/pawl)
  install(TARGETS pawlEditor LIBRARY DESTINATION libexec/pawl)
  foreach(file man/man1/pawl.1 bash-completion/completions/pawl zsh/site-functions/_pawl
      fish/vendor_completions.d/pawl.fish)
    cmake_path(GET file PARENT_PATH folder)
    install(FILES ${PAWL_LAYOUT_DIR}/share/${file} DESTINATION share/${folder})
  endforeach()
  install(FILES ${PROJECT_SOURCE_DIR}/tools/gdb/pawl.py DESTINATION share/pawl/gdb)
  install(FILES ${PROJECT_SOURCE_DIR}/tools/graph/page.html DESTINATION share/pawl/graph)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/editors/ DESTINATION share/pawl/editors)
endif()
install(TARGETS pawl_runtime EXPORT PawlTargets ARCHIVE DESTINATION lib)
get_property(PAWL_FURTHER_LIBRARIES GLOBAL PROPERTY PAWL_FURTHER_LIBRARIES)
foreach(library IN LISTS PAWL_FURTHER_LIBRARIES)
  install(TARGETS ${library} EXPORT PawlTargets ARCHIVE DESTINATION lib)
  install(FILES ${CMAKE_ARCHIVE_OUTPUT_DIRECTORY}/lib${library}.link DESTINATION lib)
endforeach()
install(DIRECTORY ${PROJECT_SOURCE_DIR}/runtime/include/ DESTINATION include)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION share/doc/pawl)

configure_file(${CMAKE_CURRENT_LIST_DIR}/pawl.pc.in ${PROJECT_BINARY_DIR}/pawl.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/pawl.pc DESTINATION lib/pkgconfig)
install(EXPORT PawlTargets NAMESPACE Pawl:: DESTINATION lib/cmake/Pawl)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/PawlConfig.cmake.in
  ${PROJECT_BINARY_DIR}/PawlConfig.cmake INSTALL_DESTINATION lib/cmake/Pawl)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/PawlConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/PawlConfig.cmake ${PROJECT_BINARY_DIR}/PawlConfigVersion.cmake
  ${CMAKE_CURRENT_LIST_DIR}/PawlEnable.cmake
  DESTINATION lib/cmake/Pawl)
