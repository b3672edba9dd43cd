# A compiler of another version lowers for another runtime.
execute_process(COMMAND ${PAWL_EXECUTABLE} --version OUTPUT_VARIABLE version RESULT_VARIABLE result)
if(NOT result EQUAL 0 OR NOT version MATCHES "^pawl ${PROJECT_VERSION}")
  string(STRIP "${version}" version)
  message(FATAL_ERROR "PAWL_EXECUTABLE (${PAWL_EXECUTABLE}) is '${version}'; this is pawl ${PROJECT_VERSION}")
endif()
