# Java programs of the tests and benchmarks, compiled by javac against the client that scripts/setup has fetched.
find_program(SLUICE_JAVA java)
find_program(SLUICE_JAVAC javac)

# sluice_java(name FOLDER): compiles the folder's programs. The target's property CLASSPATH is what java needs to run
# them. Where Java or the client is missing there is nothing to compile; what would run the programs says so.
function(sluice_java name folder)
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.java)
  set(classes ${CMAKE_CURRENT_BINARY_DIR}/${name})
  set(stamp ${classes}.stamp)
  if(SLUICE_JAVAC AND EXISTS ${SLUICE_DEPS}/java)
    add_custom_command(
      OUTPUT ${stamp}
      COMMAND ${CMAKE_COMMAND} -E rm -rf ${classes}
      COMMAND ${SLUICE_JAVAC} -Xlint:none -nowarn -encoding UTF-8 -cp "${SLUICE_DEPS}/java/*" -d ${classes} ${sources}
      COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
      DEPENDS ${sources}
      COMMENT "Compiling the Java programs of ${folder}"
      VERBATIM)
  else()
    message(STATUS "The Java programs of ${folder} are not compiled: run scripts/setup")
    file(WRITE ${stamp} "")
  endif()
  add_custom_target(${name} ALL DEPENDS ${stamp})
  set_target_properties(${name} PROPERTIES CLASSPATH "${classes}:${SLUICE_DEPS}/java/*")
endfunction()
